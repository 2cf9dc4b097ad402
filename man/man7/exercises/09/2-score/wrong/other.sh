# Another network, which was trained with another loss.
echo 'gl-forward squared.net digits-test.txt | gl-loss cross-entropy' >score.sh
