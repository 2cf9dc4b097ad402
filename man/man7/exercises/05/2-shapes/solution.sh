# tanh goes from -1 to 1, relu cuts off, gelu dips and comes back, sigmoid is 0.5 at 0, leaky relu lets a hundredth through.
# Open the file with nano shapes.txt. Type a space and a name at the end of each line, and save it:
#   line a: tanh, line b: relu, line c: gelu, line d: sigmoid, line e: leaky-relu
# The same by commands; paste, which puts the lines of two files side by side, comes in lesson 06:
printf 'tanh\nrelu\ngelu\nsigmoid\nleaky-relu\n' >names.txt
paste -d ' ' shapes.txt names.txt >named.txt
cat named.txt >shapes.txt
