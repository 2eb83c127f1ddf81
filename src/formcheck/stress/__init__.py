"""How stable a verdict is: one clip in many variants, each compared with the clip as it is."""
