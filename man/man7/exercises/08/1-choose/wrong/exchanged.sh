# r and c exchanged.
paste -d " " choose.txt <(printf "%s\n" c r r c r c c r) >new && mv new choose.txt
