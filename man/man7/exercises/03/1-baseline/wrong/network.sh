# The accuracy of the network.
echo 82 >baseline.txt
