# The tools compute the same.
gl-encode table trees.csv --omit tree >trees.txt
gl-init 'input 1, standardise' --fit trees.txt >trees.net
gl-cat --rows 1 trees.txt | gl-forward trees.net >first.txt
