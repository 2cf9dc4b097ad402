# The sign of percent does no harm.
echo '85 %' >baseline.txt
