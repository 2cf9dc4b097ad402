gl-forward scores.net digits-test.txt | gl-loss cross-entropy
