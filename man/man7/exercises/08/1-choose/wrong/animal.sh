# The animal taken for an amount.
paste -d " " choose.txt <(printf "%s\n" r r c r c r r c) >new && mv new choose.txt
