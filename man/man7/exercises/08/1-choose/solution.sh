# Grams, millimetres, prices and years are amounts; an animal, yes or no, a digit and a postcode are names.
paste -d ' ' choose.txt <(printf '%s\n' r c c r c r r c) >new && mv new choose.txt
