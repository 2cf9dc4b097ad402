# The numbers are logits, and gl-loss has to be told so.
echo 'gl-forward scores.net digits-test.txt | gl-loss --logits cross-entropy' >score.sh
