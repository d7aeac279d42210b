"""Every interleaving of one caller, three doctors and the clock, over the pure machine, ladder and call-back task."""
