# The errors without their signs, not their squares.
gl-loss mae rain.txt >mse.txt
