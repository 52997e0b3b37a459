"""Three concepts of a text, the first with three mentions, as the heads see them."""

from __future__ import annotations

import numpy as np

from extract.network.concept_states import concept_states
from extract.network.geometry import geometry
from tests.extract.tiny_network import read

READING = read("FoldNet: a text\nWe propose FoldNet. FoldNet beats PickNet on Towel: 35% and 2x.")
MENTIONS = [[(1, 1), (7, 7), (9, 9)], [(11, 11)], [(13, 13)]]
KINDS_OF = np.array([0, 1, 2])
PLAIN = np.array([[1.1, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=np.float32)
STATES = concept_states(READING, geometry(MENTIONS, READING.pieces.sentence), PLAIN, KINDS_OF)
