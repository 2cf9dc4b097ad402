# A sentence, not one of the two words.
echo 0.325 >base.txt
echo neither is good >better.txt
