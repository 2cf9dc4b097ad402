# TABs, and spaces at the end of the lines.
paste choose.txt <(printf '%s  \n' r c c r c r r c) >new && mv new choose.txt
