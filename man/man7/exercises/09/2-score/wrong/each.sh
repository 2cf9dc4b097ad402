# The loss of every row, not their mean.
echo 'gl-forward scores.net digits-test.txt | gl-loss --each --logits cross-entropy' >score.sh
