# The postcode taken for an amount.
paste -d " " choose.txt <(printf "%s\n" r c c r c r r r) >new && mv new choose.txt
