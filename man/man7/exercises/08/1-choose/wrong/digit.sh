# The digit taken for an amount.
paste -d " " choose.txt <(printf "%s\n" r c c r r r r c) >new && mv new choose.txt
