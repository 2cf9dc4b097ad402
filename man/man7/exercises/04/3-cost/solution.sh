# 20 x 10 pixels in three channels are 600 inputs, for each of 30 neurons, for each of 50 pictures.
echo '20*10*3*30*50' | bc >cost.txt
