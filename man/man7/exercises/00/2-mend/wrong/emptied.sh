# The file was read and written by the same command.
gl-cat broken.txt >broken.txt || true
