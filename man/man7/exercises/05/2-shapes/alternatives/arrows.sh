# With a sign before each name, and a point behind it.
paste -d ' ' shapes.txt <(printf -- '-> %s.\n' tanh relu gelu sigmoid leaky-relu) >new && mv new shapes.txt
