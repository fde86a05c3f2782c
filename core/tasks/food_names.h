/// Words that carry nothing but their name: what needle and signed-sum speak of.
#pragma once

#include <array>

namespace baryscope {

inline constexpr std::array<const char*, 64> k_food_names = {
    "apple",     "pear",    "plum",    "fig",      "kiwi",      "lemon",     "cherry", "mango",
    "peach",     "grape",   "melon",   "quince",   "date",      "olive",     "lime",   "papaya",
    "orange",    "banana",  "apricot", "berry",    "currant",   "guava",     "lychee", "nectarine",
    "pineapple", "pomelo",  "raisin",  "satsuma",  "tangerine", "walnut",    "almond", "chestnut",
    "hazelnut",  "pecan",   "coconut", "cashew",   "carrot",    "celery",    "fennel", "radish",
    "turnip",    "onion",   "garlic",  "leek",     "pepper",    "tomato",    "potato", "pumpkin",
    "spinach",   "lettuce", "cabbage", "broccoli", "artichoke", "asparagus", "bean",   "lentil",
    "chickpea",  "pea",     "mustard", "basil",    "parsley",   "rosemary",  "thyme",  "saffron"};

}  // namespace baryscope
