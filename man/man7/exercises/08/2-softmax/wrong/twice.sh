# Powers of 2 in place of powers of e.
echo 0.7619 >first.txt
