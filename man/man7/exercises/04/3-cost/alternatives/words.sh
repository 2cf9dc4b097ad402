# With the unit.
echo '900000 multiply-adds' >cost.txt
