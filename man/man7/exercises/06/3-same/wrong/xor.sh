# This is XOR: the outputs are the wrong way round.
cp xor.net same.net
