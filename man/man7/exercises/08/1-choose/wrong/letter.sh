# Another letter: k for classification.
paste -d " " choose.txt <(printf "%s\n" r k k r k r r k) >new && mv new choose.txt
