"""Pure functions on arrays of landmarks and signals: geometry, view, filters, reps, phases, smoothness, trends."""
