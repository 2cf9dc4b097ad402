# The number alone.
echo 'gl-forward scores.net digits-test.txt | gl-loss --bare --logits cross-entropy' >score.sh
