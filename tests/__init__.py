from tests.grammars import build_late

# Before anything here imports jsonschema.
build_late()
