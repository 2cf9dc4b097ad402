# A second network, which is nothing but softmax, makes probabilities of the scores.
cat >score.sh <<'END'
gl-init 'input 10, softmax' -o softmax.net
gl-forward scores.net digits-test.txt | gl-forward softmax.net | gl-loss cross-entropy
END
