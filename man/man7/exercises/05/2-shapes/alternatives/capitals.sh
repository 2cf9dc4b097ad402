# Capital letters, and other ways to write leaky relu.
paste -d ' ' shapes.txt <(printf '%s\n' Tanh ReLU GELU Sigmoid LeakyReLU) >new && mv new shapes.txt
