"""The only place that knows everything: settings, wiring, the command line, the demo."""
