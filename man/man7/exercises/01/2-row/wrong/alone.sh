# A table of this row alone has one kind and one answer.
printf 'kind,grams,age,adopted\nrabbit,3000,6,no\n' >one.csv
gl-encode table one.csv --target adopted >new.txt
