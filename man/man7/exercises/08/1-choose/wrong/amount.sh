# A price taken for a name.
paste -d " " choose.txt <(printf "%s\n" r c c r c c r c) >new && mv new choose.txt
