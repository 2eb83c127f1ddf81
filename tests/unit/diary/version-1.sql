-- A diary of version 1, as `sqlite3.Connection.iterdump` gives it. Never changed.
BEGIN TRANSACTION;
CREATE TABLE answers (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (set_id, question));
INSERT INTO "answers" VALUES(1,'numb_seat','no');
INSERT INTO "answers" VALUES(1,'bladder_or_bowel','no');
INSERT INTO "answers" VALUES(1,'both_legs','no');
INSERT INTO "answers" VALUES(1,'legs_getting_weaker','no');
INSERT INTO "answers" VALUES(1,'chest_pain','no');
INSERT INTO "answers" VALUES(1,'after_accident','no');
INSERT INTO "answers" VALUES(1,'numbness','no');
INSERT INTO "answers" VALUES(1,'weakness','no');
INSERT INTO "answers" VALUES(1,'strong_pain_at_rest','no');
INSERT INTO "answers" VALUES(1,'worse_at_night','no');
INSERT INTO "answers" VALUES(1,'fever','no');
INSERT INTO "answers" VALUES(1,'weight_loss','no');
INSERT INTO "answers" VALUES(1,'lump_or_shape','no');
INSERT INTO "answers" VALUES(1,'worse_on_coughing','no');
INSERT INTO "answers" VALUES(1,'between_shoulder_blades','no');
INSERT INTO "answers" VALUES(1,'cancer_or_infection','no');
INSERT INTO "answers" VALUES(1,'bones_or_surgery','no');
INSERT INTO "answers" VALUES(1,'age','no');
INSERT INTO "answers" VALUES(1,'heart_or_dizziness','no');
INSERT INTO "answers" VALUES(1,'pregnancy','no');
INSERT INTO "answers" VALUES(1,'clinician_agreed','yes');
INSERT INTO "answers" VALUES(1,'next_day_pain','0');
INSERT INTO "answers" VALUES(1,'grows_with_movement','no');
INSERT INTO "answers" VALUES(1,'affects_daily_life','no');
INSERT INTO "answers" VALUES(1,'pain_before','0');
INSERT INTO "answers" VALUES(1,'anything_new','no');
INSERT INTO "answers" VALUES(1,'pain_free_range_clear','yes');
INSERT INTO "answers" VALUES(1,'pain_during','0');
INSERT INTO "answers" VALUES(1,'pain_after','0');
INSERT INTO "answers" VALUES(1,'pain_changed','no');
INSERT INTO "answers" VALUES(1,'breath_held','no');
INSERT INTO "answers" VALUES(1,'in_doubt','no');
INSERT INTO "answers" VALUES(2,'numb_seat','no');
INSERT INTO "answers" VALUES(2,'bladder_or_bowel','no');
INSERT INTO "answers" VALUES(2,'both_legs','no');
INSERT INTO "answers" VALUES(2,'legs_getting_weaker','no');
INSERT INTO "answers" VALUES(2,'chest_pain','no');
INSERT INTO "answers" VALUES(2,'after_accident','no');
INSERT INTO "answers" VALUES(2,'numbness','no');
INSERT INTO "answers" VALUES(2,'weakness','no');
INSERT INTO "answers" VALUES(2,'strong_pain_at_rest','no');
INSERT INTO "answers" VALUES(2,'worse_at_night','no');
INSERT INTO "answers" VALUES(2,'fever','no');
INSERT INTO "answers" VALUES(2,'weight_loss','no');
INSERT INTO "answers" VALUES(2,'lump_or_shape','no');
INSERT INTO "answers" VALUES(2,'worse_on_coughing','no');
INSERT INTO "answers" VALUES(2,'between_shoulder_blades','no');
INSERT INTO "answers" VALUES(2,'cancer_or_infection','no');
INSERT INTO "answers" VALUES(2,'bones_or_surgery','no');
INSERT INTO "answers" VALUES(2,'age','no');
INSERT INTO "answers" VALUES(2,'heart_or_dizziness','no');
INSERT INTO "answers" VALUES(2,'pregnancy','no');
INSERT INTO "answers" VALUES(2,'clinician_agreed','yes');
INSERT INTO "answers" VALUES(2,'next_day_pain','0');
INSERT INTO "answers" VALUES(2,'grows_with_movement','no');
INSERT INTO "answers" VALUES(2,'affects_daily_life','no');
INSERT INTO "answers" VALUES(2,'pain_before','0');
INSERT INTO "answers" VALUES(2,'anything_new','no');
INSERT INTO "answers" VALUES(2,'pain_free_range_clear','yes');
INSERT INTO "answers" VALUES(2,'pain_during','0');
INSERT INTO "answers" VALUES(2,'pain_after','0');
INSERT INTO "answers" VALUES(2,'pain_changed','no');
INSERT INTO "answers" VALUES(2,'breath_held','no');
INSERT INTO "answers" VALUES(2,'in_doubt','no');
CREATE TABLE checks (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        moment TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL);
INSERT INTO "checks" VALUES(1,1,'2025-03-10','screen','numb_seat','no');
INSERT INTO "checks" VALUES(2,1,'2025-03-10','screen','bladder_or_bowel','no');
INSERT INTO "checks" VALUES(3,1,'2025-03-10','screen','both_legs','no');
INSERT INTO "checks" VALUES(4,1,'2025-03-10','screen','legs_getting_weaker','no');
INSERT INTO "checks" VALUES(5,1,'2025-03-10','screen','chest_pain','no');
INSERT INTO "checks" VALUES(6,1,'2025-03-10','screen','after_accident','no');
INSERT INTO "checks" VALUES(7,1,'2025-03-10','screen','numbness','no');
INSERT INTO "checks" VALUES(8,1,'2025-03-10','screen','weakness','no');
INSERT INTO "checks" VALUES(9,1,'2025-03-10','screen','strong_pain_at_rest','no');
INSERT INTO "checks" VALUES(10,1,'2025-03-10','screen','worse_at_night','no');
INSERT INTO "checks" VALUES(11,1,'2025-03-10','screen','fever','no');
INSERT INTO "checks" VALUES(12,1,'2025-03-10','screen','weight_loss','no');
INSERT INTO "checks" VALUES(13,1,'2025-03-10','screen','lump_or_shape','no');
INSERT INTO "checks" VALUES(14,1,'2025-03-10','screen','worse_on_coughing','no');
INSERT INTO "checks" VALUES(15,1,'2025-03-10','screen','between_shoulder_blades','no');
INSERT INTO "checks" VALUES(16,1,'2025-03-10','screen','cancer_or_infection','no');
INSERT INTO "checks" VALUES(17,1,'2025-03-10','screen','bones_or_surgery','no');
INSERT INTO "checks" VALUES(18,1,'2025-03-10','screen','age','no');
INSERT INTO "checks" VALUES(19,1,'2025-03-10','screen','heart_or_dizziness','no');
INSERT INTO "checks" VALUES(20,1,'2025-03-10','screen','pregnancy','no');
INSERT INTO "checks" VALUES(21,1,'2025-03-10','screen','clinician_agreed','yes');
INSERT INTO "checks" VALUES(22,2,'2025-03-10','screen','numb_seat','no');
INSERT INTO "checks" VALUES(23,2,'2025-03-10','screen','bladder_or_bowel','no');
INSERT INTO "checks" VALUES(24,2,'2025-03-10','screen','both_legs','no');
INSERT INTO "checks" VALUES(25,2,'2025-03-10','screen','legs_getting_weaker','no');
INSERT INTO "checks" VALUES(26,2,'2025-03-10','screen','chest_pain','no');
INSERT INTO "checks" VALUES(27,2,'2025-03-10','screen','after_accident','no');
INSERT INTO "checks" VALUES(28,2,'2025-03-10','screen','numbness','no');
INSERT INTO "checks" VALUES(29,2,'2025-03-10','screen','weakness','no');
INSERT INTO "checks" VALUES(30,2,'2025-03-10','screen','strong_pain_at_rest','no');
INSERT INTO "checks" VALUES(31,2,'2025-03-10','screen','worse_at_night','no');
INSERT INTO "checks" VALUES(32,2,'2025-03-10','screen','fever','no');
INSERT INTO "checks" VALUES(33,2,'2025-03-10','screen','weight_loss','no');
INSERT INTO "checks" VALUES(34,2,'2025-03-10','screen','lump_or_shape','no');
INSERT INTO "checks" VALUES(35,2,'2025-03-10','screen','worse_on_coughing','no');
INSERT INTO "checks" VALUES(36,2,'2025-03-10','screen','between_shoulder_blades','no');
INSERT INTO "checks" VALUES(37,2,'2025-03-10','screen','cancer_or_infection','no');
INSERT INTO "checks" VALUES(38,2,'2025-03-10','screen','bones_or_surgery','no');
INSERT INTO "checks" VALUES(39,2,'2025-03-10','screen','age','no');
INSERT INTO "checks" VALUES(40,2,'2025-03-10','screen','heart_or_dizziness','no');
INSERT INTO "checks" VALUES(41,2,'2025-03-10','screen','pregnancy','no');
INSERT INTO "checks" VALUES(42,2,'2025-03-10','screen','clinician_agreed','yes');
INSERT INTO "checks" VALUES(43,1,'2025-03-11','morning','next_day_pain','0');
INSERT INTO "checks" VALUES(44,1,'2025-03-11','morning','grows_with_movement','no');
INSERT INTO "checks" VALUES(45,1,'2025-03-11','morning','affects_daily_life','no');
CREATE TABLE findings (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        measure TEXT NOT NULL,
        value FLOAT NOT NULL,
        unit TEXT NOT NULL,
        uncertainty FLOAT NOT NULL,
        threshold FLOAT NOT NULL,
        PRIMARY KEY (set_id, position));
INSERT INTO "findings" VALUES(1,1,'hip-lift.fatigue','fault','line_at_top_deg',-1.61328636019028621713e+01,'deg',2.32028210842793214396e+00,-6.0);
INSERT INTO "findings" VALUES(2,1,'overhead-squat.knees-inward','fault','knee_ratio',4.99083174320414102442e-01,'x',0.0500033139666319,0.75);
CREATE TABLE measures (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        value FLOAT NOT NULL,
        unit TEXT NOT NULL,
        uncertainty FLOAT NOT NULL,
        PRIMARY KEY (set_id, name));
INSERT INTO "measures" VALUES(1,'line_at_top_deg',6.7856556143537360981e-03,'deg',5.0001321251000456769e+00);
INSERT INTO "measures" VALUES(1,'trunk_bend_pct',6.04771205357143459835e-01,'%',0.6);
INSERT INTO "measures" VALUES(1,'shank_at_top_deg',9.77198392265214543783e+00,'deg',4.00008912254214887838e+00);
INSERT INTO "measures" VALUES(1,'range_deg',7.09821324615616617865e+01,'deg',7.09821324615616688902e+00);
INSERT INTO "measures" VALUES(1,'up_s',1.26666666666666660745e+00,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(1,'hold_s',1.06666666666666820617e+00,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(1,'down_s',1.08333333333333214909e+00,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(1,'smoothness',-1.75455793361267575747e+00,'SPARC',0.15);
INSERT INTO "measures" VALUES(2,'down_s',1.56666666666666642981e+00,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(2,'hold_s',5.16666666666667495633e-01,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(2,'up_s',1.19999999999999928945e+00,'s',6.00925212577330947194e-02);
INSERT INTO "measures" VALUES(2,'smoothness',-2.04327441172501966804e+00,'SPARC',0.15);
INSERT INTO "measures" VALUES(2,'knee_ratio',4.99083174320414102442e-01,'x',0.0500033139666319);
INSERT INTO "measures" VALUES(2,'toe_out_deg',-4.29728905397443128322e+00,'deg',6.00021122689013886031e+00);
INSERT INTO "measures" VALUES(2,'shift_pct',8.18404386477384448994e-01,'%',3.00003787946891309346e+00);
CREATE TABLE notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        text TEXT NOT NULL);
INSERT INTO "notes" VALUES(1,2,'2025-03-10','腰が軽い');
CREATE TABLE people (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE);
INSERT INTO "people" VALUES(1,'me','me');
INSERT INTO "people" VALUES(2,'花子','花子');
CREATE TABLE sets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        done_at TEXT NOT NULL,
        offset_s INTEGER NOT NULL,
        day TEXT NOT NULL,
        exercise TEXT NOT NULL,
        side TEXT,
        form TEXT NOT NULL,
        decision TEXT NOT NULL,
        counted INTEGER NOT NULL,
        held INTEGER NOT NULL,
        longest_hold_s FLOAT,
        emphasis TEXT NOT NULL,
        result TEXT NOT NULL,
        advice TEXT NOT NULL);
INSERT INTO "sets" VALUES(1,1,'2025-03-10T03:00:00.000000+00:00',32400,'2025-03-10','hip-lift','right','adjust','adjust',7,0,NULL,'{}','{"schema":"formcheck.result/2","formcheck":"0.1.0","source":{"path":"hip-lift-h-tiring.mp4","duration_s":31.967,"frames":960,"width":960,"height":540,"interrupted":false,"warnings":[]},"model":{"name":"pose_landmarker_full","sha256":"6b65210eb2abc5540377bb4d2db0fb698ad008fcf84ff9fa80b5733b0ff3f8c5"},"exercise":"hip-lift","side":"right","view":{"expected":"side","seen":"side","coverage":1.0},"form":"adjust","reps":[{"index":1,"start_s":1.15,"top_s":2.833,"end_s":4.483,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":6.095,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.793,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":9.772,"unit":"deg","uncertainty":4.0},"range_deg":{"value":77.487,"unit":"deg","uncertainty":7.749},"up_s":{"value":1.167,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.033,"unit":"s","uncertainty":0.06},"down_s":{"value":1.133,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.697,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":2,"start_s":5.117,"top_s":6.85,"end_s":8.533,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":5.841,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.428,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":10.187,"unit":"deg","uncertainty":4.0},"range_deg":{"value":77.231,"unit":"deg","uncertainty":7.723},"up_s":{"value":1.267,"unit":"s","uncertainty":0.06},"hold_s":{"value":0.933,"unit":"s","uncertainty":0.06},"down_s":{"value":1.217,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.778,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":3,"start_s":9.133,"top_s":10.817,"end_s":12.433,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":4.222,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.668,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":9.986,"unit":"deg","uncertainty":4.0},"range_deg":{"value":75.302,"unit":"deg","uncertainty":7.53},"up_s":{"value":1.15,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.067,"unit":"s","uncertainty":0.06},"down_s":{"value":1.083,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.759,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":4,"start_s":13.167,"top_s":14.892,"end_s":16.467,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":0.007,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.4,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":8.913,"unit":"deg","uncertainty":4.0},"range_deg":{"value":70.982,"unit":"deg","uncertainty":7.098},"up_s":{"value":1.15,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.15,"unit":"s","uncertainty":0.06},"down_s":{"value":1.0,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.731,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":5,"start_s":17.283,"top_s":19.192,"end_s":20.783,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":-3.862,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.605,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":8.73,"unit":"deg","uncertainty":4.0},"range_deg":{"value":67.018,"unit":"deg","uncertainty":6.702},"up_s":{"value":1.383,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.05,"unit":"s","uncertainty":0.06},"down_s":{"value":1.067,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.659,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":6,"start_s":21.667,"top_s":23.75,"end_s":25.45,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":-11.911,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":1.019,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":9.059,"unit":"deg","uncertainty":4.0},"range_deg":{"value":58.217,"unit":"deg","uncertainty":5.822},"up_s":{"value":1.483,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.2,"unit":"s","uncertainty":0.06},"down_s":{"value":1.1,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.837,"unit":"SPARC","uncertainty":0.15}},"findings":[]},{"index":7,"start_s":26.267,"top_s":28.758,"end_s":30.467,"complete":true,"side":"right","measures":{"line_at_top_deg":{"value":-21.676,"unit":"deg","uncertainty":5.0},"trunk_bend_pct":{"value":0.367,"unit":"%","uncertainty":0.6},"shank_at_top_deg":{"value":13.384,"unit":"deg","uncertainty":4.0},"range_deg":{"value":48.148,"unit":"deg","uncertainty":4.815},"up_s":{"value":1.833,"unit":"s","uncertainty":0.06},"hold_s":{"value":1.317,"unit":"s","uncertainty":0.06},"down_s":{"value":1.05,"unit":"s","uncertainty":0.06},"smoothness":{"value":-1.755,"unit":"SPARC","uncertainty":0.15}},"findings":[{"rule":"hip-lift.incomplete-lift","severity":"fault","measure":"line_at_top_deg","value":-21.676,"unit":"deg","uncertainty":5.0,"threshold":-15.0,"source":"docs/sources.md section 1","start_s":26.267,"end_s":30.467,"reps":[7],"seen":"the hips stayed below the line from shoulder to knee","cue":"If it does not hurt, lift a little higher, until shoulder, hip and knee are in one line."}]}],"reps_not_seen":0,"holds":[],"findings":[{"rule":"hip-lift.fatigue","severity":"fault","measure":"line_at_top_deg","value":-16.133,"unit":"deg","uncertainty":2.32,"threshold":-6.0,"source":"docs/sources.md section 8","start_s":17.283,"end_s":30.467,"reps":[5,6,7],"seen":"the hips rose less high towards the end of the set","cue":{"message":"Next time, stop after {last}, before the movement changes, even if more are planned.","plural":null,"values":{"last":{"message":"{n} rep","plural":"{n} reps","values":{"n":4}}}}}],"not_measurable":[],"dose":{"asked":{"reps":10,"sets":2,"hold_s":null,"beginner_hold_s":null,"each_side":false,"times_a_week":3,"source":"docs/sources.md section 12: 10 reps, 2 sets, three times a week"},"reps":{"":7},"longest_hold_s":null},"breathing":{"not_measurable":"breathing cannot be told in this exercise: the body moves, or the belly is hidden"},"emphasis":[],"own_bias":null,"own_thresholds":{},"notes":["judged with a wide margin, because your own baseline is not known (--baseline)"]}','{"decision":"adjust","tier":null,"reasons":[{"code":"hip-lift.fatigue","calls_for":"adjust","text":{"message":"in the video, {seen}","plural":null,"values":{"seen":{"message":"the hips rose less high towards the end of the set","plural":null,"values":{}}}},"tier":null}],"next_steps":[{"message":"Next time, stop after {last}, before the movement changes, even if more are planned.","plural":null,"values":{"last":{"message":"{n} rep","plural":"{n} reps","values":{"n":4}}}},"Make it easier: fewer reps, a smaller range, slower.","Stay where it does not hurt, and stop where the quality falls."],"give_up":["the last reps, once the quality falls","momentum and the largest range"],"missing":[],"pain_zone":null}');
INSERT INTO "sets" VALUES(2,2,'2025-03-10T03:00:00.000000+00:00',32400,'2025-03-10','overhead-squat',NULL,'adjust','adjust',3,0,NULL,'{"clamshell":"the knees came inwards: clamshell and hip lift train the hips that hold them out","hip-lift":"the knees came inwards: clamshell and hip lift train the hips that hold them out"}','{"schema":"formcheck.result/2","formcheck":"0.1.0","source":{"path":"overhead-squat-f-front-valgus-22.mp4","duration_s":15.167,"frames":456,"width":960,"height":540,"interrupted":false,"warnings":[]},"model":{"name":"pose_landmarker_full","sha256":"6b65210eb2abc5540377bb4d2db0fb698ad008fcf84ff9fa80b5733b0ff3f8c5"},"exercise":"overhead-squat","side":null,"view":{"expected":"front or side","seen":"front","coverage":1.0},"form":"adjust","reps":[{"index":1,"start_s":1.083,"top_s":3.067,"end_s":4.417,"complete":true,"side":null,"measures":{"down_s":{"value":1.833,"unit":"s","uncertainty":0.06},"hold_s":{"value":0.3,"unit":"s","uncertainty":0.06},"up_s":{"value":1.2,"unit":"s","uncertainty":0.06},"smoothness":{"value":-2.184,"unit":"SPARC","uncertainty":0.15},"lean_over_shin_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"trunk_lean_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_flexion_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"arm_fall_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"heel_rise_pct":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_ratio":{"value":0.489,"unit":"x","uncertainty":0.05},"toe_out_deg":{"value":-4.297,"unit":"deg","uncertainty":6.0},"shift_pct":{"value":1.4,"unit":"%","uncertainty":3.0}},"findings":[{"rule":"overhead-squat.knees-inward","severity":"fault","measure":"knee_ratio","value":0.489,"unit":"x","uncertainty":0.05,"threshold":0.75,"source":"docs/sources.md section 5","start_s":1.083,"end_s":4.417,"reps":[1],"seen":"the knees came inwards at the bottom","cue":"Let the knees go over the toes, not inwards."}]},{"index":2,"start_s":5.733,"top_s":7.283,"end_s":9.067,"complete":true,"side":null,"measures":{"down_s":{"value":1.117,"unit":"s","uncertainty":0.06},"hold_s":{"value":0.867,"unit":"s","uncertainty":0.06},"up_s":{"value":1.35,"unit":"s","uncertainty":0.06},"smoothness":{"value":-2.043,"unit":"SPARC","uncertainty":0.15},"lean_over_shin_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"trunk_lean_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_flexion_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"arm_fall_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"heel_rise_pct":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_ratio":{"value":0.502,"unit":"x","uncertainty":0.05},"toe_out_deg":{"value":-2.673,"unit":"deg","uncertainty":6.0},"shift_pct":{"value":0.148,"unit":"%","uncertainty":3.0}},"findings":[{"rule":"overhead-squat.knees-inward","severity":"fault","measure":"knee_ratio","value":0.502,"unit":"x","uncertainty":0.05,"threshold":0.75,"source":"docs/sources.md section 5","start_s":5.733,"end_s":9.067,"reps":[2],"seen":"the knees came inwards at the bottom","cue":"Let the knees go over the toes, not inwards."}]},{"index":3,"start_s":10.017,"top_s":11.842,"end_s":13.267,"complete":true,"side":null,"measures":{"down_s":{"value":1.567,"unit":"s","uncertainty":0.06},"hold_s":{"value":0.517,"unit":"s","uncertainty":0.06},"up_s":{"value":1.167,"unit":"s","uncertainty":0.06},"smoothness":{"value":-2.04,"unit":"SPARC","uncertainty":0.15},"lean_over_shin_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"trunk_lean_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_flexion_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"arm_fall_deg":{"not_measurable":"seen from the front: film it from the other view as well"},"heel_rise_pct":{"not_measurable":"seen from the front: film it from the other view as well"},"knee_ratio":{"value":0.499,"unit":"x","uncertainty":0.05},"toe_out_deg":{"value":-4.382,"unit":"deg","uncertainty":6.0},"shift_pct":{"value":0.818,"unit":"%","uncertainty":3.0}},"findings":[{"rule":"overhead-squat.knees-inward","severity":"fault","measure":"knee_ratio","value":0.499,"unit":"x","uncertainty":0.05,"threshold":0.75,"source":"docs/sources.md section 5","start_s":10.017,"end_s":13.267,"reps":[3],"seen":"the knees came inwards at the bottom","cue":"Let the knees go over the toes, not inwards."}]}],"reps_not_seen":0,"holds":[],"findings":[{"rule":"overhead-squat.knees-inward","severity":"fault","measure":"knee_ratio","value":0.499,"unit":"x","uncertainty":0.05,"threshold":0.75,"source":"docs/sources.md section 5","start_s":1.083,"end_s":13.267,"reps":[1,2,3],"seen":"the knees came inwards at the bottom","cue":"Let the knees go over the toes, not inwards."}],"not_measurable":[{"rule":"overhead-squat.forward-lean","reason":"seen from the front: film it from the other view as well"},{"rule":"overhead-squat.arms-forward","reason":"seen from the front: film it from the other view as well"},{"rule":"overhead-squat.heels-rise","reason":"seen from the front: film it from the other view as well"},{"rule":"overhead-squat.low-back-arch","reason":"the lower back has no landmark, and the arms and clothes hide its outline: ask someone to look"}],"dose":{"asked":{"reps":5,"sets":1,"hold_s":null,"beginner_hold_s":null,"each_side":false,"times_a_week":1,"source":"docs/sources.md section 5: 5 reps in each view; how often: our choice"},"reps":{"":3},"longest_hold_s":null},"breathing":{"not_measurable":"breathing cannot be told in this exercise: the body moves, or the belly is hidden"},"emphasis":[{"exercise":"clamshell","rules":["overhead-squat.knees-inward"],"why":"the knees came inwards: clamshell and hip lift train the hips that hold them out"},{"exercise":"hip-lift","rules":["overhead-squat.knees-inward"],"why":"the knees came inwards: clamshell and hip lift train the hips that hold them out"}],"own_bias":null,"own_thresholds":{},"notes":[]}','{"decision":"adjust","tier":null,"reasons":[{"code":"overhead-squat.knees-inward","calls_for":"adjust","text":{"message":"in the video, {seen}","plural":null,"values":{"seen":{"message":"the knees came inwards at the bottom","plural":null,"values":{}}}},"tier":null}],"next_steps":["Let the knees go over the toes, not inwards.","Make it easier: fewer reps, a smaller range, slower.","Stay where it does not hurt, and stop where the quality falls."],"give_up":["the last reps, once the quality falls","momentum and the largest range"],"missing":[],"pain_zone":null}');
CREATE TABLE settings (
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (person_id, key));
INSERT INTO "settings" VALUES(1,'anchor','waking');
CREATE INDEX sets_of_person ON sets (person_id, day);
CREATE INDEX checks_of_person ON checks (person_id, day);
CREATE INDEX notes_of_person ON notes (person_id, day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sets',2);
INSERT INTO "sqlite_sequence" VALUES('notes',1);
COMMIT;
PRAGMA application_id = 1718579821;
PRAGMA user_version = 1;
