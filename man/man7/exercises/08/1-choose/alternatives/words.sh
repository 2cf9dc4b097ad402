# The words in full, and capital letters.
paste -d ' ' choose.txt <(printf '%s\n' regression Classification C R c r regression classification) >new && mv new choose.txt
