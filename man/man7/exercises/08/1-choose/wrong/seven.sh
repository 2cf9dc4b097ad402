# The last question was not answered.
paste -d " " choose.txt <(printf "%s\n" r c c r c r r) >new && mv new choose.txt
