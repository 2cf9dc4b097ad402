# The file was made in the folder play.
mkdir play && printf '1 1 1 0 1 0 0 1 0\t7\n' >play/t.txt
