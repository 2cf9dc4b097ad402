# The last one was not answered.
paste -d ' ' shapes.txt <(printf '%s\n' tanh relu gelu sigmoid) >new && mv new shapes.txt
