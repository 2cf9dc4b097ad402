# The row is added to a copy of the table, and the last line of the result kept.
cp pets.csv more.csv
echo 'rabbit,3000,6,no' >>more.csv
gl-encode table more.csv --target adopted | gl-cat --rows 9 >new.txt
