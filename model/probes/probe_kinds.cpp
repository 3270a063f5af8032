#include "model/probes/probe_kinds.h"

#include <algorithm>

namespace phiscope {

namespace {

using Shape = Probe::ContactShape;
using Facing = ProbeDesign::Facing;
using Contacts = std::vector<std::array<double, 3>>;
using Outline = std::vector<std::array<double, 2>>;

/// Rows from below, each from the left; the first contact in (0, 0).
Contacts grid(int columns, int rows, double acrossUm, double alongUm) {
    Contacts contacts;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            contacts.push_back({column * acrossUm, row * alongUm, 0.0});
        }
    }
    return contacts;
}

/// The edge of shanks side by side, each pointed below, joined above as one comb.
struct Comb {
    int shanks = 1;
    double pitchUm = 0.0;
    double leftUm = 0.0;
    double widthUm = 70.0;
    double shoulderUm = 0.0; ///< v where the point begins
    double tipUm = -175.0;   ///< v of the point
    double topUm = 10000.0;
};

Outline comb(const Comb& c) {
    Outline edge;
    for (int k = 0; k < c.shanks; ++k) {
        const double left = c.leftUm + k * c.pitchUm;
        edge.push_back({left, c.topUm});
        edge.push_back({left, c.shoulderUm});
        edge.push_back({left + 0.5 * c.widthUm, c.tipUm});
        edge.push_back({left + c.widthUm, c.shoulderUm});
        edge.push_back({left + c.widthUm, c.topUm});
    }
    return edge;
}

struct Face {
    Shape shape = Shape::circle;
    double radiusUm = 7.5; ///< as Probe::contactRadiusUm: half a side of a square
    double halfHeightUm = 7.5;
};

ProbeKind kind(const char* key, const char* name, const char* maker, const char* description,
               Contacts contacts, const Face& face, Facing facing = Facing::side) {
    ProbeKind made;
    made.key = key;
    made.design.name = name;
    made.design.maker = maker;
    made.design.description = description;
    made.design.contactsUm = std::move(contacts);
    made.design.contactShape = face.shape;
    made.design.contactRadiusUm = face.radiusUm;
    made.design.contactHalfHeightUm = face.halfHeightUm;
    made.design.facing = facing;
    return made;
}

// NeuroNexus, probe catalogue: A1x16-3mm-100-177 and A1x32-6mm-50-177. 177 µm² are discs of radius 7.5 µm.
void addLaminar(std::vector<ProbeKind>& kinds) {
    kinds.push_back(kind("laminar-16", "Laminar 16", "NeuroNexus", "One shank, 16 discs 100 µm apart.",
                         grid(1, 16, 0.0, 100.0), {}));
    kinds.push_back(kind("laminar-32", "Laminar 32", "NeuroNexus", "One shank, 32 discs 50 µm apart.",
                         grid(1, 32, 0.0, 50.0), {}));
}

void addWires(std::vector<ProbeKind>& kinds) {
    // One wire of 20 µm, as in MEAutility ("monotrode").
    kinds.push_back(kind("monotrode", "Wire", "", "One cut wire of 20 µm that looks down.", {{0.0, 0.0, 0.0}},
                         {Shape::circle, 10.0, 10.0}, Facing::down));
    // McNaughton, O'Keefe & Barnes (1983), J Neurosci Methods 8:391: two wires of 25 µm. How far apart they
    // lie depends on the insulation; 30 µm takes it to be 2.5 µm thick.
    kinds.push_back(kind("stereotrode", "Stereotrode", "", "Two cut wires of 25 µm side by side.",
                         grid(2, 1, 30.0, 0.0), {Shape::circle, 12.5, 12.5}, Facing::down));
    // Gray, Maldonado, Wilson & McNaughton (1995), J Neurosci Methods 63:43; wires as in MEAutility
    // ("tetrode"): 16 µm across, touching.
    kinds.push_back(kind("tetrode", "Tetrode", "", "Four cut wires of 16 µm in a square.",
                         grid(2, 2, 16.0, 16.0), {Shape::circle, 8.0, 8.0}, Facing::down));
    // MEAutility, tetrode-mea-s, -d, -l: sites of 14 µm (its size, 7, is half the side) on silicon.
    constexpr Face silicon{Shape::square, 7.0, 7.0};
    kinds.push_back(kind("tetrode-mea-s", "Silicon tetrode, square", "",
                         "Four square sites of 14 µm in a square on a shank.", grid(2, 2, 16.0, 16.0),
                         silicon));
    kinds.push_back(kind("tetrode-mea-d", "Silicon tetrode, diamond", "",
                         "Four square sites of 14 µm in a diamond on a shank.",
                         {{0.0, -16.0, 0.0}, {-16.0, 0.0, 0.0}, {16.0, 0.0, 0.0}, {0.0, 16.0, 0.0}},
                         silicon));
    kinds.push_back(kind("tetrode-mea-l", "Silicon tetrode, linear", "",
                         "Four square sites of 14 µm in a row on a shank.", grid(1, 4, 0.0, 16.0), silicon));
}

// NeuroNexus, probe catalogue: A1x32-Poly3-5mm-25s-177. Columns 18 µm apart, sites 25 µm; 12 in the middle
// one, 10 in each outer one, those half a step higher. MEAutility's Neuronexus-32 is the same.
ProbeKind poly3() {
    Contacts contacts;
    for (int row = 0; row < 12; ++row) {
        contacts.push_back({0.0, row * 25.0, 0.0});
        if (row < 10) {
            contacts.push_back({-18.0, row * 25.0 + 12.5, 0.0});
            contacts.push_back({18.0, row * 25.0 + 12.5, 0.0});
        }
    }
    return kind("neuronexus-32", "Neuronexus-32", "NeuroNexus",
                "A1x32-Poly3: 32 discs in three staggered columns on one shank.", std::move(contacts), {});
}

void addSilicon(std::vector<ProbeKind>& kinds) {
    kinds.push_back(poly3());
    // Neto et al. (2016), J Neurophysiol 116:892: 4 × 32 sites of 20 µm with gaps of 2.5 µm.
    kinds.push_back(kind("neuroseeker-128", "Neuroseeker-128", "imec",
                         "128 square sites of 20 µm in four columns on one shank.", grid(4, 32, 22.5, 22.5),
                         {Shape::square, 10.0, 10.0}));
    // Jun et al. (2017), Nature 551:232, fig. 1: 960 square sites of 12 µm, two in each of 480 rows 20 µm
    // apart, in four columns 16 µm apart as on a chess board; a shank 70 µm wide. 384 sites record at a time.
    Contacts chess;
    for (int row = 0; row < 480; ++row) {
        const double left = row % 2 == 0 ? 11.0 : 27.0;
        chess.push_back({left, row * 20.0, 0.0});
        chess.push_back({left + 32.0, row * 20.0, 0.0});
    }
    ProbeKind one = kind("neuropixels-1.0", "Neuropixels 1.0", "imec",
                         "960 square sites of 12 µm in four staggered columns; 384 record at a time.",
                         std::move(chess), {Shape::square, 6.0, 6.0});
    one.design.outlineUm = comb({.shoulderUm = -10.0, .tipUm = -185.0});
    one.sites = {.kind = SiteChoice::Kind::first, .count = 384};
    kinds.push_back(std::move(one));
    // Steinmetz et al. (2021), Science 372:eabf4588, fig. 1: two columns 32 µm apart, rows 15 µm apart, 640
    // rows a shank; shanks 70 µm wide, 250 µm apart. 384 sites record at a time.
    Contacts two = grid(2, 640, 32.0, 15.0);
    for (auto& contact : two) {
        contact[0] += 19.0;
    }
    Contacts four;
    std::vector<std::string> shankIds;
    for (int shank = 0; shank < 4; ++shank) {
        for (const auto& contact : two) {
            four.push_back({contact[0] + shank * 250.0, contact[1], 0.0});
            shankIds.push_back(std::to_string(shank));
        }
    }
    ProbeKind single = kind("neuropixels-2.0", "Neuropixels 2.0", "imec",
                            "1280 square sites of 12 µm in two columns; 384 record at a time.",
                            std::move(two), {Shape::square, 6.0, 6.0});
    single.design.outlineUm = comb({.shoulderUm = -10.0, .tipUm = -185.0});
    single.sites = {.kind = SiteChoice::Kind::first, .count = 384};
    kinds.push_back(std::move(single));
    ProbeKind shanks = kind("neuropixels-2.0-4", "Neuropixels 2.0, 4 shanks", "imec",
                            "Four shanks with 1280 square sites of 12 µm each; 384 record at a time.",
                            std::move(four), {Shape::square, 6.0, 6.0});
    shanks.design.shankIds = std::move(shankIds);
    shanks.design.outlineUm = comb({.shanks = 4, .pitchUm = 250.0, .shoulderUm = -10.0, .tipUm = -185.0});
    shanks.sites = {.kind = SiteChoice::Kind::connected};
    // The lowest 48 rows of each shank, as one setting of the switches connects them.
    shanks.design.channels.assign(shanks.design.contactsUm.size(), -1);
    int channel = 0;
    for (std::size_t k = 0; k < shanks.design.contactsUm.size(); ++k) {
        if (shanks.design.contactsUm[k][1] < 48 * 15.0 - 1.0) {
            shanks.design.channels[k] = channel++;
        }
    }
    kinds.push_back(std::move(shanks));
}

void addArrays(std::vector<ProbeKind>& kinds) {
    // Multi Channel Systems, data sheet 60MEA200/30iR: 8 × 8 without the corners, 200 µm apart, discs of 30
    // µm.
    Contacts mea = grid(8, 8, 200.0, 200.0);
    mea.erase(std::remove_if(mea.begin(), mea.end(),
                             [](const auto& c) {
                                 const auto edge = [](double x) {
                                     return x == 0.0 || x == 1400.0;
                                 };
                                 return edge(c[0]) && edge(c[1]);
                             }),
              mea.end());
    kinds.push_back(kind("mea-60", "MEA 60", "Multi Channel Systems",
                         "60 discs of 30 µm, 200 µm apart, under a slice or a culture.", std::move(mea),
                         {Shape::circle, 15.0, 15.0}, Facing::up));
    kinds.push_back(kind("grid-64", "Planar grid", "",
                         "8 × 8 discs of 20 µm, 100 µm apart; not anybody's product.",
                         grid(8, 8, 100.0, 100.0), {Shape::circle, 10.0, 10.0}, Facing::up));
    // Imfeld et al. (2008), IEEE Trans Biomed Eng 55:2064: 64 × 64 squares of 21 µm, 42 µm apart.
    ProbeKind active = kind("biochip-4096", "Active-pixel array", "3Brain",
                            "64 × 64 square sites of 21 µm, 42 µm apart, under a slice or a culture.",
                            grid(64, 64, 42.0, 42.0), {Shape::square, 10.5, 10.5}, Facing::up);
    kinds.push_back(std::move(active));
    // Müller et al. (2015), Lab Chip 15:2767: 220 × 120 sites of 9.3 × 5.45 µm, 17.5 µm apart; 1024 record.
    ProbeKind dense = kind("hd-26400", "High-density array", "MaxWell Biosystems",
                           "26 400 sites of 9.3 × 5.45 µm, 17.5 µm apart; 1024 record at a time.",
                           grid(220, 120, 17.5, 17.5), {Shape::rectangle, 4.65, 2.725}, Facing::up);
    dense.sites = {.kind = SiteChoice::Kind::everyNth, .step = 27};
    kinds.push_back(std::move(dense));
    // Maynard, Nordhausen & Normann (1997), Electroencephalogr Clin Neurophysiol 102:228: 10 × 10 needles 400
    // µm apart. The bare tips are cones; each measures as a point.
    kinds.push_back(kind("utah-100", "Utah array", "Blackrock Neurotech",
                         "10 × 10 needles, 400 µm apart; each tip measures as a point.",
                         grid(10, 10, 400.0, 400.0), {Shape::point, 20.0, 20.0}, Facing::down));
    // Clinical grids (Ad-Tech FG64, data sheet): 8 × 8 discs with 2.3 mm exposed, 10 mm apart.
    kinds.push_back(kind("ecog-64", "ECoG grid", "Ad-Tech",
                         "8 × 8 discs of 2.3 mm, 10 mm apart, lying on the cortex and looking down.",
                         grid(8, 8, 10000.0, 10000.0), {Shape::circle, 1150.0, 1150.0}, Facing::down));
    // MEAutility, SqMEA-*: its size is half the side of a square.
    const auto square = [&](const char* key, const char* name, const char* description, int side,
                            double pitchUm, double halfUm) {
        kinds.push_back(kind(key, name, "", description, grid(side, side, pitchUm, pitchUm),
                             {Shape::square, halfUm, halfUm}, Facing::side));
    };
    square("sqmea-5-30", "SqMEA 5 × 5", "25 square sites of 25 µm, 30 µm apart.", 5, 30.0, 12.5);
    square("sqmea-6-25", "SqMEA 6 × 6", "36 square sites of 20 µm, 25 µm apart.", 6, 25.0, 10.0);
    square("sqmea-7-20", "SqMEA 7 × 7", "49 square sites of 15 µm, 20 µm apart.", 7, 20.0, 7.5);
    square("sqmea-10-15", "SqMEA 10 × 10", "100 square sites of 10 µm, 15 µm apart.", 10, 15.0, 5.0);
    square("sqmea-15-10", "SqMEA 15 × 15", "225 square sites of 5 µm, 10 µm apart.", 15, 10.0, 2.5);
}

} // namespace

const std::vector<ProbeKind>& probeKinds() {
    static const std::vector<ProbeKind> kinds = [] {
        std::vector<ProbeKind> all;
        addLaminar(all);
        addSilicon(all);
        addWires(all);
        addArrays(all);
        return all;
    }();
    return kinds;
}

const ProbeKind* probeKind(const std::string& key) {
    const auto& kinds = probeKinds();
    const auto at =
        std::find_if(kinds.begin(), kinds.end(), [&key](const ProbeKind& k) { return k.key == key; });
    return at == kinds.end() ? nullptr : &*at;
}

} // namespace phiscope
