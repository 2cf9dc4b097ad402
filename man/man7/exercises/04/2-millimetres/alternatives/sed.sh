# The weights with other digits, by the stream editor.
sed 's/^-0.21 0.22 0.52/-.0210 .0220 .0520/' mm.net >new && mv new mm.net
