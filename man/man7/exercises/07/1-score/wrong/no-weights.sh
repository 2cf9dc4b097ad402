# The hidden numbers were added without their weights.
echo '2 + 0 + 1.5 - 0.4' | bc >score.txt
