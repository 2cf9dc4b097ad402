# What gl-loss prints, with its name.
gl-loss mse rain.txt >mse.txt
