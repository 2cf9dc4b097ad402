# 20 people are ill, and cost -l(0.1) each; 180 are not, and cost -l(0.9) each. The mean is below the network's 0.4.
echo '(20 * -l(0.1) + 180 * -l(0.9)) / 200' | bc -l >base.txt
cat base.txt
echo baseline >better.txt
