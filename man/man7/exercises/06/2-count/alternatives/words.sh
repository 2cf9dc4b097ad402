# Words beside the number do no harm.
echo '84060 parameters' >count.txt
