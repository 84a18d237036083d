"""How a process is watched: lines, figures, traces, and the door at which all requests begin."""
