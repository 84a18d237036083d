"""Every bound of the engine, in one place. What passes one is refused or becomes a violation."""

# --- when a file is read: a `DmnError` ---

#: The largest file, in bytes; it is refused before it is parsed.
FILE_BYTES_MAX = 10_000_000
#: How deep elements of a file may nest.
XML_DEPTH_MAX = 100
#: The most rules and columns of a table.
RULES_MAX, COLUMNS_MAX = 5_000, 100
#: The most cells of a table; different ones take a tenth of a millisecond each to read.
CELLS_MAX = 100_000
#: The longest expression or cell, in characters.
TEXT_LENGTH_MAX = 10_000
#: How deep brackets, and operators within operators, may nest.
NESTING_MAX, HEIGHT_MAX = 40, 100
#: The longest name, in characters.
NAME_LENGTH_MAX = 200

# --- when a model is evaluated: a violation in the result ---

#: The most steps of one evaluation: passes of loops, calls, rules of tables, items made.
STEPS_MAX = 100_000
#: How deep functions may call functions.
CALLS_MAX = 30
#: The most items of a list, counted with everything in it, and characters of a text.
ITEMS_MAX, CHARACTERS_MAX = 50_000, 200_000

# --- numbers: null beyond ---

#: Digits of a number, and the largest exponent (IEEE 754 decimal128).
DIGITS, EXPONENT_MAX = 34, 6144

# --- regular expressions: null beyond ---

#: The longest pattern, in characters, and the longest program it may become, in instructions.
PATTERN_LENGTH_MAX, PATTERN_SIZE_MAX = 500, 2_000

# --- speed: slower beyond ---

#: The most answers kept for one column of a table, counted as rules times places.
INDEX_BITS_MAX = 16_000_000
