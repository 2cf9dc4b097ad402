# The age taken for a name.
paste -d " " choose.txt <(printf "%s\n" r c c r c r c c) >new && mv new choose.txt
