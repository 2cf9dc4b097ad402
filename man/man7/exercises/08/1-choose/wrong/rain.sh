# Yes or no taken for an amount.
paste -d " " choose.txt <(printf "%s\n" r c r r c r r c) >new && mv new choose.txt
