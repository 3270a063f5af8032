#include "model/neuron/neuron_engine.h"

#include "model/neuron/applied_fields.h"
#include "model/neuron/frame_gather.h"
#include "model/neuron/played_currents.h"
#include "model/simulation/recording.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// NEURON's headers leave macros behind, so they come last and in this file only.
// clang-format off
#include <section.h>
#include <membfunc.h>
#include <multicore.h>
#include <nrniv_mf.h>
#include <nrn_ansi.h>
#include <neuron.h>
// clang-format on

// NOLINTBEGIN(readability-identifier-naming): NEURON's names.
// Exported by NEURON 8.2 but declared in no installed header.
class OcJumpImpl;
class OcJump {
public:
    OcJump();
    virtual ~OcJump();
    void* fpycall(void* (*function)(void*, void*), void*, void*);

private:
    OcJumpImpl* impl_;
};
extern "C" {
// NEURON looks for the mechanisms of a special build here; there are none.
void modl_reg() {}
void nrnpy_set_pr_etal(int (*print)(int, char*), int (*pass)());
extern int nrn_is_python_extension;
int set_nonvint_block(int (*)(int method, int size, double*, double*, int thread));
int unset_nonvint_block(int (*)(int method, int size, double*, double*, int thread));
}
int ivocmain_session(int argc, const char** argv, const char** env, int startSession);
void nrn_fixed_step();
extern double* point_process_pointer(Point_process*, Symbol*, int index);
extern int tree_changed;
class NetCon;
void nrn_netcon_event(NetCon*, double);
int nrn_netcon_weight(NetCon*, double**);
// NOLINTEND(readability-identifier-naming)

namespace phiscope {
namespace {

// hoc variables of ours; hoc has one global name space.
constexpr const char* sectionsName = "phiscope_section";

std::string* capturedText = nullptr;
std::function<void(std::string_view)>* textSink = nullptr;

int takeText(int /*stream*/, char* text) {
    if (text != nullptr && capturedText != nullptr) {
        if (capturedText->size() < 20000) {
            *capturedText += text;
        }
        if (textSink != nullptr && *textSink) {
            (*textSink)(text);
        }
    }
    return 0;
}

const AppliedFields* appliedFields = nullptr;

/// NEURON asks at every step. v is the potential across the membrane, so that a potential outside acts where
/// it differs between neighbours: by the current along the inside that the difference drives. Exactly what
/// the mechanism “extracellular” does at a twentieth of its cost, and the membrane currents stay true.
int addAppliedFields(int method, int /*size*/, double* /*rhs*/, double* /*diagonal*/, int thread) {
    constexpr int rightHandSide = 2;
    const double* outside = appliedFields == nullptr ? nullptr : appliedFields->potentials();
    if (method != rightHandSide || outside == nullptr) {
        return 0;
    }
    const NrnThread& nt = nrn_threads[thread];
    for (int i = nt.ncell; i < nt.end; ++i) {
        const int parent = nt._v_parent_index[i];
        const double difference = outside[parent] - outside[i];
        nt._actual_rhs[i] -= nt._actual_b[i] * difference;
        nt._actual_rhs[parent] += nt._actual_a[i] * difference;
    }
    return 0;
}

int passNothing() {
    return 0;
}

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
std::string
format(const char* pattern, ...) {
    std::array<char, 512> text{};
    va_list arguments;
    va_start(arguments, pattern);
    std::vsnprintf(text.data(), text.size(), pattern, arguments);
    va_end(arguments);
    return text.data();
}

/// NEURON's words made fit for a sentence: without back-trace and blank ends.
std::string firstLine(const std::string& text) {
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        std::string line = text.substr(from, to - from);
        from = to + 1;
        const std::string prefix = "nrn: ";
        if (line.rfind(prefix, 0) == 0) {
            line = line.substr(prefix.size());
        }
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) {
            line.pop_back();
        }
        if (line.find_first_not_of(" \t") != std::string::npos) {
            return line.substr(line.find_first_not_of(" \t"));
        }
    }
    return "no reason was given";
}

Symbol* rangeVariable(const std::string& name) {
    static const int rangeType = hoc_lookup("diam")->type;
    Symbol* symbol = hoc_lookup(name.c_str());
    return symbol != nullptr && symbol->type == rangeType ? symbol : nullptr;
}

/// Type of a density mechanism; -1 where NEURON knows none of that name.
int densityMechanism(const std::string& name) {
    for (int type = 2; type < n_memb_func; ++type) {
        const Memb_func& mechanism = memb_func[type];
        if (mechanism.sym != nullptr && mechanism.is_point == 0 && name == mechanism.sym->name) {
            return type;
        }
    }
    return -1;
}

std::string knownMechanisms() {
    std::string names;
    for (int type = 2; type < n_memb_func; ++type) {
        const Memb_func& mechanism = memb_func[type];
        if (mechanism.sym == nullptr || mechanism.is_point != 0) {
            continue;
        }
        const std::string name = mechanism.sym->name;
        if (name == "morphology" || name == "capacitance" || name == "extracellular" ||
            name.find("_ion") != std::string::npos) {
            continue;
        }
        names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

} // namespace

struct NeuronEngine::Private {
    struct Point {
        Point_process* process = nullptr; ///< null where disabled
        NetCon* connection = nullptr;
    };

    CellPlan plan;
    std::string text;
    std::function<void(std::string_view)> sink;

    std::vector<::Section*> sections;
    FrameGather gather;                       ///< knows every segment's node
    std::vector<const double*> pointCurrents; ///< one a point process, never null
    std::vector<Point> points;
    PlayedCurrents played;
    AppliedFields fields;
    std::vector<const double*> variables; ///< variables × segments, null where there is none
    const double* v = nullptr;
    const double* current = nullptr;

    /// One hoc statement; NEURON's words where it fails.
    Result<void> hoc(const std::string& statement) {
        text.clear();
        if (hoc_oc((statement + "\n").c_str()) != 0) {
            return fail("NEURON refused the cell: " + firstLine(text) + ".");
        }
        return {};
    }

    /// Runs native code that may raise NEURON's errors, which are long jumps: no owning objects inside.
    template <typename F>
    Result<void> guarded(F function) {
        text.clear();
        OcJump guard;
        void* done = guard.fpycall(
            [](void* f, void*) -> void* {
                (*static_cast<F*>(f))();
                return f;
            },
            &function, nullptr);
        if (done == nullptr) {
            return fail("NEURON stopped: " + firstLine(text) + ".");
        }
        return {};
    }

    Object* object(const char* name, int index) const {
        const Symbol* symbol = hoc_lookup(name);
        return hoc_top_level_data[symbol->u.oboff].pobj[index];
    }

    Result<void> checkNames() const;
    LoadedSection describe(::Section* section,
                           const std::unordered_map<const ::Section*, int>& indices) const;
    void listMechanisms(::Section* section, LoadedCell& cell) const;
    Result<void> makeSections(const std::atomic<bool>& stop);
    Result<void> insertMechanisms(const std::atomic<bool>& stop);
    Result<void> makePoints();
    Result<void> makePoint(int index);
    Result<void> takePointers();
    void setFields();
    void copyFrame(Recording& recording, std::int64_t frame) const;
};

NeuronEngine& NeuronEngine::instance() {
    static NeuronEngine engine;
    return engine;
}

NeuronEngine::NeuronEngine()
    : d_(std::make_unique<Private>()) {
    // -nopython: else NEURON forks a shell to look for one. The options are removed from the array in place.
    const char* arguments[] = {"nrn", "-nobanner", "-nogui", "-nopython", nullptr};
    ivocmain_session(4, arguments, nullptr, 0);
    capturedText = &d_->text;
    textSink = &d_->sink;
    // The hook that Python would use; NEURON takes it only from what it believes to be Python.
    nrn_is_python_extension = 1;
    nrnpy_set_pr_etal(takeText, passNothing);
    nrn_is_python_extension = 0;
    [[maybe_unused]] const bool ok =
        d_->hoc("objref nil, phiscope_cvode") && d_->hoc("{phiscope_cvode = new CVode()}") &&
        d_->hoc("{phiscope_cvode.cache_efficient(1)}") && d_->hoc("{phiscope_cvode.use_fast_imem(1)}");
    assert(ok);
}

NeuronEngine::~NeuronEngine() {
    textSink = nullptr;
    capturedText = nullptr;
}

void NeuronEngine::setTextSink(std::function<void(std::string_view)> sink) {
    d_->sink = std::move(sink);
}

Result<void> NeuronEngine::Private::checkNames() const {
    for (const PlannedMechanism& mechanism : plan.mechanisms) {
        const int type = densityMechanism(mechanism.name);
        if (type < 0 || mechanism.name == "capacitance" || mechanism.name == "morphology") {
            return fail("NEURON does not know a membrane mechanism “" + mechanism.name + "”.",
                        "It knows " + knownMechanisms() + ".");
        }
        if (mechanism.name == "extracellular") {
            return fail("The mechanism “extracellular” is not supported.", "Remove it from the cell.");
        }
        for (const auto& [name, value] : mechanism.parameters) {
            if (rangeVariable(name) == nullptr) {
                std::string known;
                const Symbol* symbol = memb_func[type].sym;
                for (unsigned i = 0; i < symbol->s_varn; ++i) {
                    known += (known.empty() ? "" : ", ") + std::string(symbol->u.ppsym[i]->name);
                }
                return fail("The mechanism " + mechanism.name + " has no parameter “" + name + "”.",
                            "It has " + known + ".");
            }
        }
    }
    for (const std::string& name : plan.variables) {
        if (rangeVariable(name) == nullptr) {
            return fail("NEURON knows no membrane variable “" + name + "”.",
                        "Names look like m_hh, ina or i_pas.");
        }
    }
    return {};
}

Result<void> NeuronEngine::Private::makeSections(const std::atomic<bool>& stop) {
    const int count = static_cast<int>(plan.nseg.size());
    // Their own names would collide with hoc's words and with each other's kinds from run to run.
    if (auto ok = hoc(format("create %s[%d]", sectionsName, count)); !ok) {
        return ok;
    }
    for (hoc_Item* item = section_list->next; item != section_list; item = item->next) {
        sections.push_back(item->element.sec);
    }
    if (static_cast<int>(sections.size()) != count) {
        return fail("NEURON made " + std::to_string(sections.size()) + " sections of " +
                    std::to_string(count) + ".");
    }
    for (int i = 0; i < count; ++i) {
        if (stop.load(std::memory_order_relaxed)) {
            return {};
        }
        const auto at = static_cast<std::size_t>(i);
        const phiscope::Section& section = plan.morphology.sections[at];
        if (section.parent >= 0) {
            if (auto ok =
                    hoc(format("connect %s[%d](%d), %s[%d](%.17g)", sectionsName, i,
                               section.childX >= 0.5 ? 1 : 0, sectionsName, section.parent, section.parentX));
                !ok) {
                return ok;
            }
        }
        ::Section* made = sections[at];
        const PathPoint* path = section.points.data();
        const std::size_t pointCount = section.points.size();
        if (auto ok = guarded([=] {
                for (std::size_t k = 0; k < pointCount; ++k) {
                    const PathPoint& p = path[k];
                    stor_pt3d(made, static_cast<double>(p.x), static_cast<double>(p.y),
                              static_cast<double>(p.z), static_cast<double>(p.diameter));
                }
            });
            !ok) {
            return ok;
        }
        if (auto ok =
                hoc(format("%s[%d] {Ra = %.17g cm = %.17g}", sectionsName, i, plan.Ra[at], plan.cm[at]));
            !ok) {
            return ok;
        }
    }
    return {};
}

Result<void> NeuronEngine::Private::insertMechanisms(const std::atomic<bool>& stop) {
    for (const PlannedMechanism& mechanism : plan.mechanisms) {
        for (const int section : mechanism.sections) {
            if (stop.load(std::memory_order_relaxed)) {
                return {};
            }
            std::string statement =
                format("%s[%d] {insert %s", sectionsName, section, mechanism.name.c_str());
            for (const auto& [name, value] : mechanism.parameters) {
                statement += format(" %s = %.17g", name.c_str(), value);
            }
            if (auto ok = hoc(statement + "}"); !ok) {
                return fail("The mechanism " + mechanism.name + " can not be put into section " +
                            plan.morphology.sections[static_cast<std::size_t>(section)].name + ": " +
                            firstLine(text) + ".");
            }
        }
    }
    // As LFPy: segments last, so that a new segment inherits its section's parameters.
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (plan.nseg[i] == 1) {
            continue;
        }
        if (auto ok = hoc(format("%s[%d] {nseg = %d cm = %.17g}", sectionsName, static_cast<int>(i),
                                 plan.nseg[i], plan.cm[i]));
            !ok) {
            return ok;
        }
    }
    return {};
}

Result<void> NeuronEngine::Private::makePoint(int index) {
    const PlannedPoint& planned = plan.points[static_cast<std::size_t>(index)];
    Point& point = points[static_cast<std::size_t>(index)];
    if (auto ok = hoc(format("%s[%d] phiscope_point[%d] = new %s(%.17g)", sectionsName, planned.section,
                             index, planned.type.c_str(), planned.x));
        !ok) {
        return ok;
    }
    Object* made = object("phiscope_point", index);
    point.process = ob2pntproc(made);
    for (const PlannedParameter& parameter : planned.parameters) {
        Symbol* symbol = hoc_table_lookup(parameter.name.c_str(), made->ctemplate->symtable);
        if (symbol == nullptr) {
            return fail("NEURON's " + planned.type + " has no parameter " + parameter.name + ".");
        }
        *point_process_pointer(point.process, symbol, parameter.index) = parameter.value;
    }
    if (planned.netStim) {
        const PlannedNetStim& train = *planned.netStim;
        for (const std::string& statement :
             {format("phiscope_generator[%d] = new NetStim()", index),
              format("{phiscope_generator[%d].start = %.17g}", index, train.startMs),
              format("{phiscope_generator[%d].interval = %.17g}", index, train.intervalMs),
              format("{phiscope_generator[%d].number = %.17g}", index, train.number),
              format("{phiscope_generator[%d].noise = %.17g}", index, train.noise),
              // One stream for all generators of a cell, as NEURON and LFPy have it: the last seed counts.
              format("{phiscope_generator[%d].seed(%.17g)}", index, static_cast<double>(train.seed)),
              format("phiscope_connection[%d] = new NetCon(phiscope_generator[%d], phiscope_point[%d])",
                     index, index, index)}) {
            if (auto ok = hoc(statement); !ok) {
                return ok;
            }
        }
    } else if (!planned.eventsMs.empty()) {
        if (auto ok =
                hoc(format("phiscope_connection[%d] = new NetCon(nil, phiscope_point[%d])", index, index));
            !ok) {
            return ok;
        }
    } else {
        return {};
    }
    point.connection = static_cast<NetCon*>(object("phiscope_connection", index)->u.this_pointer);
    double* weight = nullptr;
    if (nrn_netcon_weight(point.connection, &weight) < 1) {
        return fail("NEURON's " + planned.type + " takes no events.");
    }
    weight[0] = planned.weight;
    return {};
}

Result<void> NeuronEngine::Private::makePoints() {
    points.assign(plan.points.size(), {});
    if (points.empty()) {
        return {};
    }
    const int count = static_cast<int>(points.size());
    if (auto ok = hoc(format("objref phiscope_point[%d], phiscope_connection[%d], phiscope_generator[%d]",
                             count, count, count));
        !ok) {
        return ok;
    }
    for (int i = 0; i < count; ++i) {
        if (!plan.points[static_cast<std::size_t>(i)].enabled) {
            continue;
        }
        if (auto ok = makePoint(i); !ok) {
            return ok;
        }
    }
    return {};
}

Result<void> NeuronEngine::build(const CellPlan& plan, const std::atomic<bool>& stop) {
    clear();
    d_->plan = plan;
    auto ok = d_->checkNames();
    if (ok) {
        ok = d_->makeSections(stop);
    }
    if (ok && !stop) {
        ok = d_->insertMechanisms(stop);
    }
    if (ok && !stop) {
        ok = d_->makePoints();
    }
    if (ok && !stop) {
        ok = d_->guarded([] {
            if (tree_changed != 0) {
                setup_topology();
            }
            if (v_structure_change != 0) {
                v_setup_vectors();
            }
            if (diam_changed != 0) {
                recalc_diam();
            }
        });
    }
    if (!ok || stop) {
        clear();
    }
    return ok;
}

Result<void> NeuronEngine::initialise() {
    const CellPlan& plan = d_->plan;
    celsius = plan.celsius;
    secondorder = 0;
    // As LFPy: initial state at t = 0, then the clock is set back and events are queued from there.
    const double start = -static_cast<double>(plan.warmUpSteps) * plan.dtMs;
    for (const std::string& statement : {format("dt = %.17g", plan.dtMs), std::string("{t = 0}"),
                                         format("{finitialize(%.17g)}", plan.vInitMv)}) {
        if (auto ok = d_->hoc(statement); !ok) {
            return ok;
        }
    }
    if (auto ok = d_->takePointers(); !ok) {
        return ok;
    }
    for (const std::string& statement :
         {std::string("{fcurrent()}"), std::string("{frecord_init()}"), format("{t = %.17g}", start)}) {
        if (auto ok = d_->hoc(statement); !ok) {
            return ok;
        }
    }
    for (std::size_t i = 0; i < plan.points.size(); ++i) {
        NetCon* connection = d_->points[i].connection;
        if (connection == nullptr || plan.points[i].netStim) {
            continue;
        }
        const std::vector<double>& times = plan.points[i].eventsMs;
        const double* at = times.data();
        const std::size_t count = times.size();
        const double end = plan.tstopMs + plan.dtMs;
        // NEURON raises an error for an event that comes earlier than its clock; later than the end it is
        // only memory.
        if (auto ok = d_->guarded([=] {
                for (std::size_t k = 0; k < count; ++k) {
                    if (at[k] >= start && at[k] <= end) {
                        nrn_netcon_event(connection, at[k]);
                    }
                }
            });
            !ok) {
            return ok;
        }
    }
    return {};
}

Result<void> NeuronEngine::Private::takePointers() {
    if (nrn_nthread != 1 || use_cachevec == 0 || nrn_threads[0]._nrn_fast_imem == nullptr) {
        return fail("NEURON does not keep its membrane currents as Phiscope needs them.",
                    "Report this, with the scene, as a bug.");
    }
    v = nrn_threads[0]._actual_v;
    current = nrn_threads[0]._nrn_fast_imem->_nrn_sav_rhs;
    std::vector<int> nodes;
    for (::Section* section : sections) {
        const int nseg = section->nnode - 1;
        for (int k = 0; k < nseg; ++k) {
            // A section that hangs on its parent by its end 1 keeps its nodes the other way round.
            nodes.push_back(section->pnode[node_index(section, (k + 0.5) / nseg)]->v_node_index);
        }
    }
    gather = FrameGather(std::move(nodes));
    if (static_cast<int>(gather.nodes().size()) != plan.segments()) {
        return fail("NEURON made " + std::to_string(gather.nodes().size()) + " segments of " +
                    std::to_string(plan.segments()) + ".");
    }
    setFields();
    static const double nothing = 0.0;
    pointCurrents.clear();
    played.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
        pointCurrents.push_back(&nothing);
        if (Point_process* process = points[i].process; process != nullptr) {
            Symbol* symbol = hoc_table_lookup("i", process->ob->ctemplate->symtable);
            pointCurrents.back() = point_process_pointer(process, symbol, 0);
            if (!plan.points[i].played.empty()) {
                symbol = hoc_table_lookup("amp", process->ob->ctemplate->symtable);
                played.add(point_process_pointer(process, symbol, 0), plan.points[i].played);
            }
        }
    }
    variables.clear();
    for (const std::string& name : plan.variables) {
        Symbol* symbol = rangeVariable(name);
        for (std::size_t s = 0; s < sections.size(); ++s) {
            for (int k = 0; k < plan.nseg[s]; ++k) {
                const double* pointer = nullptr;
                ::Section* section = sections[s];
                const double x = (k + 0.5) / plan.nseg[s];
                const double** out = &pointer;
                if (nrn_exists(symbol, section->pnode[node_index(section, x)]) != 0) {
                    if (auto ok = guarded([=] { *out = nrn_rangepointer(section, symbol, x); }); !ok) {
                        return ok;
                    }
                }
                variables.push_back(pointer);
            }
        }
    }
    return {};
}

/// The hook costs every cell a call a step, so that it is there only where a field acts.
void NeuronEngine::Private::setFields() {
    if (!fields.empty()) {
        unset_nonvint_block(addAppliedFields);
        appliedFields = nullptr;
    }
    fields.set(plan.fields, gather.nodes(), nrn_threads[0].end);
    if (!fields.empty()) {
        appliedFields = &fields;
        set_nonvint_block(addAppliedFields);
    }
}

void NeuronEngine::Private::copyFrame(Recording& recording, std::int64_t frame) const {
    gather.copy(v, current, recording.writePotentials(frame), recording.writeCurrents(frame));
    FrameGather::collect(pointCurrents, recording.writePointCurrents(frame));
    const std::size_t segments = gather.nodes().size();
    for (std::size_t k = 0; k < plan.variables.size(); ++k) {
        double* out = recording.writeVariable(static_cast<int>(k), frame);
        const double* const* from = variables.data() + k * segments;
        for (std::size_t i = 0; i < segments; ++i) {
            out[i] = from[i] == nullptr ? std::numeric_limits<double>::quiet_NaN() : *from[i];
        }
    }
}

Result<std::int64_t> NeuronEngine::advance(std::int64_t steps, const std::atomic<bool>& stop,
                                           Recording* recording, std::int64_t firstFrame) {
    std::int64_t made = 0;
    Private* d = d_.get();
    std::int64_t* count = &made;
    const std::atomic<bool>* flag = &stop;
    auto ok = d_->guarded([=] {
        for (std::int64_t i = 0; i < steps && !flag->load(std::memory_order_relaxed); ++i) {
            d->played.next();
            d->fields.next();
            nrn_fixed_step();
            if (recording != nullptr) {
                d->copyFrame(*recording, firstFrame + i);
            }
            ++*count;
        }
    });
    FrameGather::fence();
    if (!ok) {
        return tl::unexpected(ok.error());
    }
    return made;
}

void NeuronEngine::copyFrame(Recording& recording, std::int64_t frame) const {
    d_->copyFrame(recording, frame);
    FrameGather::fence();
}

int NeuronEngine::brokenSegment() const {
    const std::vector<int>& nodes = d_->gather.nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!std::isfinite(d_->v[nodes[i]])) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

LoadedSection
NeuronEngine::Private::describe(::Section* section,
                                const std::unordered_map<const ::Section*, int>& indices) const {
    LoadedSection made;
    made.name = secname(section);
    const auto parent = indices.find(section->parentsec);
    if (parent != indices.end()) {
        made.parent = parent->second;
        made.parentX = nrn_connection_position(section);
    }
    made.orientation = nrn_section_orientation(section) >= 0.5 ? 1 : 0;
    for (int i = 0; i < section->npt3d; ++i) {
        const Pt3d& p = section->pt3d[i];
        made.points.push_back({p.x, p.y, p.z, p.d});
        made.arc.push_back(p.arc);
    }
    made.nseg = section->nnode - 1;
    made.Ra = nrn_ra(section);
    Symbol* cm = rangeVariable("cm");
    for (int k = 0; k < made.nseg; ++k) {
        const double value = *nrn_rangepointer(section, cm, (k + 0.5) / made.nseg);
        made.cmUniform = made.cmUniform && (k == 0 || value == made.cm);
        made.cm = k <= made.nseg / 2 ? value : made.cm;
    }
    return made;
}

void NeuronEngine::Private::listMechanisms(::Section* section, LoadedCell& cell) const {
    const auto note = [](std::vector<std::string>& names, const char* name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.emplace_back(name);
        }
    };
    for (int k = 0; k + 1 < section->nnode; ++k) {
        for (const Prop* prop = section->pnode[k]->prop; prop != nullptr; prop = prop->next) {
            const Memb_func& mechanism = memb_func[prop->type];
            if (mechanism.sym == nullptr) {
                continue;
            }
            const std::string name = mechanism.sym->name;
            if (mechanism.is_point != 0) {
                note(cell.pointProcesses, mechanism.sym->name);
            } else if (name != "morphology" && name != "capacitance" &&
                       name.find("_ion") == std::string::npos) {
                note(cell.mechanisms, mechanism.sym->name);
            }
        }
    }
}

Result<LoadedCell> NeuronEngine::loadHocFile(const std::string& path) {
    for (const char* statement : {"strdef phiscope_file", "{load_file(\"stdrun.hoc\")}"}) {
        if (auto ok = d_->hoc(statement); !ok) {
            return tl::unexpected(ok.error());
        }
    }
    // The name goes in through a variable, where quotes and braces are no hoc; load_file would paste it.
    const Symbol* file = hoc_lookup("phiscope_file");
    hoc_assign_str(hoc_top_level_data[file->u.oboff].ppstr, path.c_str());
    const auto ran = d_->hoc("{xopen(phiscope_file)}");
    const std::string said = d_->text;
    if (!ran) {
        const std::size_t near = said.rfind("near line ");
        const int line = near == std::string::npos ? 0 : std::atoi(said.c_str() + near + 10);
        return fail("NEURON could not run the file: " + firstLine(said) + ".",
                    "Correct the file, or check that the files and mechanisms that it needs are there.", {},
                    line);
    }
    std::vector<::Section*> all;
    std::unordered_map<const ::Section*, int> indices;
    for (hoc_Item* item = section_list->next; item != section_list; item = item->next) {
        indices.emplace(item->element.sec, static_cast<int>(all.size()));
        all.push_back(item->element.sec);
    }
    LoadedCell cell;
    cell.text = said;
    if (auto ok = d_->hoc("{define_shape()}"); !ok) {
        return fail("NEURON can not draw the cell of this file: " + firstLine(d_->text) + ".",
                    "Check its connections and diameters.");
    }
    for (::Section* section : all) {
        cell.sections.push_back(d_->describe(section, indices));
        d_->listMechanisms(section, cell);
    }
    return cell;
}

void NeuronEngine::clear() {
    if (!d_->points.empty()) {
        static_cast<void>(d_->hoc("objref phiscope_connection[1], phiscope_generator[1], phiscope_point[1]"));
    }
    static_cast<void>(d_->hoc("forall delete_section()"));
    d_->sections.clear();
    d_->gather = {};
    d_->pointCurrents.clear();
    d_->played.clear();
    if (!d_->fields.empty()) {
        unset_nonvint_block(addAppliedFields);
        appliedFields = nullptr;
        d_->fields.clear();
    }
    d_->points.clear();
    d_->variables.clear();
    d_->v = nullptr;
    d_->current = nullptr;
    d_->plan = {};
}

} // namespace phiscope
